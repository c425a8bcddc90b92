import { mount } from 'svelte';
import App from './App.svelte';
import './views/style/tokens.css';
import './views/style/base.css';

mount(App, { target: document.querySelector('#app') ?? document.body });
