/** Arrow keys inside a grid of buttons: they move the focus there and nothing else on the page. */
export function moveFocus(event: KeyboardEvent, columns: number): void {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const step = steps[event.key];
  if (step === undefined || event.shiftKey || !(event.currentTarget instanceof Element)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const next = buttons[buttons.findIndex((button) => button === event.target) + step];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
