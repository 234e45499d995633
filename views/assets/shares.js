// The running total of shares, as they are typed.

const write = hundredths =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(hundredths / 100);
const numbers = /-?[\d.,\u00a0\u202f ]*\d(?=\s*%)/g;

document.addEventListener('input', ({ target }) => {
  const group = target.closest('[data-shares]');
  const output = group?.querySelector('[data-share-total]');
  if (!output) return;
  const inputs = [...group.querySelectorAll('input[name$=".shareBp"]')];
  const total = inputs.reduce((sum, input) => {
    const value = Number(input.value.replace(',', '.').replace('%', ''));
    return sum + (Number.isFinite(value) ? Math.round(value * 100) : 0);
  }, 0);
  const values = [total, Math.max(0, 10_000 - total)];
  output.textContent = output.textContent.replace(numbers, () => ` ${write(values.shift() ?? 0)}`);
  output.classList.toggle('is-above', total > 10_000);
});
