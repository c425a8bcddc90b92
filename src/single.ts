/** The page of a lesson that was saved as one file. */
import './sources/first-page.ts';
import './main.ts';
