// Everything works without this script; it saves a few clicks.

// On a narrow screen the filters begin folded, below the fold of the list they would push away.
for (const fold of document.querySelectorAll('.filters-fold')) {
  if (window.matchMedia('(max-width: 62rem)').matches) fold.removeAttribute('open');
}

// Attention goes to what is wrong.
document.getElementById('problems')?.focus();

// Five minutes before a session is over its reader is told, and may stay. Pages in other tabs prolong it, too.
for (const place of document.querySelectorAll('[data-session-idle]')) {
  const warnedMs = 300_000;
  const key = 'callfolio-session-end';
  const stay = place.querySelector('button');
  const idleMs = Number(place.dataset.sessionIdle);
  const lastEnd = Date.now() + Number(place.dataset.sessionMost);
  const prolong = () => localStorage.setItem(key, Math.min(Date.now() + idleMs, lastEnd));
  const look = () => {
    const left = Number(localStorage.getItem(key)) - Date.now();
    place.hidden = left > warnedMs;
    place.querySelector('[data-session-soon]').hidden = left <= 0;
    place.querySelector('[data-session-over]').hidden = left > 0;
    stay.hidden = left <= 0 || lastEnd - Date.now() <= warnedMs;
  };
  const askToStay = async () => {
    const answer = await fetch('/account.json', { credentials: 'same-origin' }).catch(() => null);
    if (answer?.ok) prolong();
    else if (answer?.status === 401) localStorage.setItem(key, 0);
    look();
  };
  stay.addEventListener('click', () => void askToStay());
  prolong();
  setInterval(look, 5_000);
}

// One tick for every row of the page.
for (const form of document.querySelectorAll('[data-select-all]')) {
  const boxes = [...form.querySelectorAll('tbody input[name="record"]')];
  const place = form.querySelector('thead td');
  if (!place || boxes.length === 0) continue;
  const every = document.createElement('input');
  every.type = 'checkbox';
  every.className = 'form-check-input';
  every.setAttribute('aria-label', form.dataset.selectAll);
  every.addEventListener('change', () => {
    for (const box of boxes) box.checked = every.checked;
  });
  place.replaceChildren(every);
}

// How far an import is; when it comes to its next state the page is shown anew.
for (const place of document.querySelectorAll('[data-import]')) {
  const bar = place.querySelector('progress');
  const words = place.querySelector('.progress-words');
  const look = async () => {
    const answer = await fetch(place.dataset.import, { credentials: 'same-origin' }).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    // An unknown table waits again, now for a person: nothing but `needsMapping` tells that wait from the first.
    if (found && (found.needsMapping || found.state !== place.dataset.state)) {
      location.reload();
      return;
    }
    if (found && bar && found.progress.fraction !== null) bar.value = found.progress.fraction;
    if (found && words) words.textContent = found.progress.says;
    setTimeout(look, found ? 1000 : 5000);
  };
  setTimeout(look, 1000);
}
