import { test } from 'vitest';
import { ENGINE_RULES } from './engine-rules.ts';

/** The same rules run on Windows; `test/thread` asks the engine more than that. */
test.each(ENGINE_RULES)('$title', ({ run }) => run());
