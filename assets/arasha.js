// Small helps; every page works without them.
(() => {
  // Three quick presses of Shift leave the page, as a person looking over the shoulder comes near.
  const exit = document.querySelector('.arasha-exit');
  let presses = [];
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Shift' || event.repeat) { if (event.key !== 'Shift') presses = []; return; }
    const now = Date.now();
    presses = presses.filter((then) => now - then < 2000).concat(now);
    if (presses.length >= 3 && exit) exit.click();
  });
  // The error summary takes the focus, so that it is read first.
  const summary = document.querySelector('.govuk-error-summary');
  if (summary) summary.focus();
})();
