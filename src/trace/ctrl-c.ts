/** What a terminal itself writes when Ctrl-C is pressed on it. */
export const CTRL_C_ECHO = '^C';
