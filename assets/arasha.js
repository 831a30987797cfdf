// Small helps; every page works without them. Nothing here has words of its own, and nothing is asked of anybody else.
(() => {
  'use strict';
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Leaving in a hurry: the button, or three quick presses of Shift or of Escape. The page is blank at once, and the way
  // back does not lead here.
  const exit = document.querySelector('.arasha-exit');
  const leave = () => {
    document.body.classList.add('arasha-gone');
    document.title = ' ';
    window.removeEventListener('beforeunload', warn);
    location.replace(exit.href);
  };
  if (exit) {
    let presses = [];
    let key = '';
    exit.addEventListener('click', (event) => { event.preventDefault(); leave(); });
    document.addEventListener('keydown', (event) => {
      if (event.repeat) return;
      if ((event.key !== 'Shift' && event.key !== 'Escape') || event.key !== key) presses = [];
      key = event.key;
      if (key !== 'Shift' && key !== 'Escape') return;
      const now = Date.now();
      presses = presses.filter((then) => now - then < 1500).concat(now);
      if (presses.length >= 3) leave();
    });
  }

  // A list that opened over the page closes when one goes on elsewhere.
  const more = document.querySelector('.arasha-more');
  if (more) {
    const leaves = (event) => { if (more.open && !more.contains(event.target)) more.open = false; };
    document.addEventListener('click', leaves);
    document.addEventListener('focusin', leaves);
    more.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !more.open) return;
      more.open = false;
      more.querySelector('summary').focus();
    });
  }

  // What has to be read first takes the focus.
  const first = document.querySelector('.govuk-error-summary') || document.querySelector('.govuk-notification-banner--success');
  if (first) first.focus();
  all('.govuk-error-summary a').forEach((link) => link.addEventListener('click', (event) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const inner = 'input:not([type="hidden"]), select, textarea';
    const target = field && (field.matches('input, select, textarea, [data-signature]') ? field : field.querySelector(inner));
    if (!target) return;
    event.preventDefault();
    (target.closest('.govuk-form-group') || target).scrollIntoView();
    target.focus({ preventScroll: true });
  }));

  all('.arasha-show').forEach((show) => {
    const box = document.getElementById(show.getAttribute('aria-controls'));
    if (!box) return;
    show.hidden = false;
    show.addEventListener('click', () => {
      const hide = box.type === 'text';
      box.type = hide ? 'password' : 'text';
      show.setAttribute('aria-pressed', String(!hide));
    });
    if (box.form) box.form.addEventListener('submit', () => { box.type = 'password'; });
  });

  // A question that only counts after another answer is there when it counts. The server decides anew when the form is sent.
  const onlyIf = all('[data-only-if]');
  const showOnlyIf = () => onlyIf.forEach((part) => {
    const values = part.dataset.onlyValues.split(' ');
    const form = part.closest('form');
    const boxes = form ? [...form.querySelectorAll(`[name="${CSS.escape(part.dataset.onlyIf)}"]`)] : [];
    const asked = boxes.some((box) => !box.closest('[data-only-if][hidden]') && values.includes(box.value) && (box.matches('select') || box.checked));
    part.hidden = !asked;
  });
  if (onlyIf.length > 0) {
    all('.arasha-only-if__note').forEach((note) => note.classList.add('govuk-visually-hidden'));
    document.addEventListener('change', showOnlyIf);
    showOnlyIf();
  }

  all('[data-most]').forEach((box) => {
    const most = Number(box.dataset.most);
    const count = document.createElement('p');
    count.className = 'arasha-count';
    count.setAttribute('aria-live', 'off');
    const show = () => {
      const length = [...box.value].length;
      count.textContent = length < most * 0.5 ? '' : `${length} / ${most}`;
      count.classList.toggle('arasha-count--over', length > most);
    };
    box.after(count);
    box.addEventListener('input', show);
    show();
  });

  // A signature: lines of points on a field of fixed size, by finger, pen or mouse. Points that say nothing are left out.
  all('[data-signature]').forEach((place) => {
    const canvas = place.querySelector('canvas');
    const field = place.querySelector('input');
    const again = place.querySelector('button');
    const pen = canvas.getContext('2d');
    if (!pen || !window.PointerEvent) return;
    const text = (lines) => lines.map((line) => line.map(([x, y]) => `${x},${y}`).join(' ')).join(';');
    let lines = field.value.split(';').filter(Boolean).map((line) => line.split(' ').map((point) => point.split(',').map(Number)));
    let count = lines.reduce((sum, line) => sum + line.length, 0);
    let drawing = null;
    const show = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 3;
      pen.lineCap = pen.lineJoin = 'round';
      for (const line of lines) {
        pen.beginPath();
        pen.moveTo(...line[0]);
        for (const point of line) pen.lineTo(...point);
        pen.stroke();
      }
      again.hidden = lines.length === 0;
    };
    const add = (event) => {
      const box = canvas.getBoundingClientRect();
      const at = (value, size, most) => Math.max(0, Math.min(most, Math.round((value / size) * most)));
      const point = [at(event.clientX - box.left, box.width, canvas.width), at(event.clientY - box.top, box.height, canvas.height)];
      const last = drawing[drawing.length - 1];
      if (count >= 1400 || (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 3)) return;
      drawing.push(point);
      count += 1;
    };
    canvas.addEventListener('pointerdown', (event) => {
      if (!event.isPrimary || event.button !== 0 || lines.length >= 60 || count >= 1400) return;
      canvas.setPointerCapture(event.pointerId);
      drawing = [];
      add(event);
      lines.push(drawing);
      show();
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!drawing || !event.isPrimary) return;
      (event.getCoalescedEvents ? event.getCoalescedEvents() : [event]).forEach(add);
      show();
    });
    const end = () => {
      if (!drawing) return;
      drawing = null;
      field.value = text(lines);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
    again.addEventListener('click', () => {
      lines = [];
      count = 0;
      field.value = '';
      show();
    });
    place.querySelector('.arasha-signature__without').hidden = true;
    canvas.hidden = false;
    show();
  });

  // What is typed is kept on the server, sealed to its writer, a little after each pause; and leaving asks first.
  let unsent = null;
  const warn = (event) => { if (unsent) event.preventDefault(); };
  all('form[method="post"]').filter((form) => form.querySelector('textarea, select, input:not([type="hidden"]):not([type="password"])')).forEach((form) => {
    const drafts = form.hasAttribute('data-draft');
    let timer = 0;
    let sent = '';
    const keep = () => {
      const body = new URLSearchParams(new FormData(form));
      body.set('draft-place', new URL(form.action).pathname);
      const text = body.toString();
      if (text === sent) return;
      fetch('/draft', { method: 'POST', body, redirect: 'manual', keepalive: text.length < 60000 })
        .then((answer) => { if (answer.status === 204) { sent = text; if (unsent === form) unsent = null; } })
        .catch(() => {});
    };
    form.addEventListener('input', () => {
      unsent = form;
      if (!drafts) return;
      clearTimeout(timer);
      timer = setTimeout(keep, 4000);
    });
    form.addEventListener('submit', () => { unsent = null; clearTimeout(timer); });
  });
  window.addEventListener('beforeunload', warn);

  // Who is perhaps recorded already: asked after a pause, only with what says who somebody is, and not often. The answer
  // is a piece of a page of ours.
  const telling = /^(identity-)?(family_name|given_name|patronymic|other_names|birth_date(-day|-month|-year)?|sex|document_number|phone)$|^safe-number$/;
  all('form[data-alike]').forEach((form) => {
    const region = form.querySelector('.arasha-alike');
    if (!region) return;
    let timer = 0;
    let last = 0;
    let asked = '';
    const ask = () => {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (telling.test(name) || name === 'csrf') body.append(name, value);
      const text = body.toString();
      if (text === asked) return;
      asked = text;
      last = Date.now();
      fetch(form.dataset.alike, { method: 'POST', body, redirect: 'manual' })
        .then((answer) => (answer.status === 200 ? answer.text() : ''))
        .then((found) => {
          if (text !== asked) return;
          region.replaceChildren(...new DOMParser().parseFromString(found, 'text/html').body.childNodes);
        })
        .catch(() => {});
    };
    form.addEventListener('input', (event) => {
      if (!telling.test(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, Math.max(900, last + 3000 - Date.now()));
    });
    form.addEventListener('submit', () => clearTimeout(timer));
  });

  // A form sent twice by a double click is sent once.
  all('form[method="post"]').forEach((form) => {
    let last = 0;
    form.addEventListener('submit', (event) => {
      if (event.timeStamp - last < 1000 && last > 0) event.preventDefault();
      last = event.timeStamp;
    });
  });

  // A minute before the session ends, a word; whoever works in another window of it counts too.
  const ending = document.querySelector('.arasha-ending');
  if (ending) {
    const idle = Number(ending.dataset.idle) * 1000;
    const key = 'arasha-used';
    const used = () => { try { return Number(localStorage.getItem(key)) || 0; } catch { return 0; } };
    const touch = () => { try { localStorage.setItem(key, String(Date.now())); } catch { /* without it each window counts alone */ } };
    let own = Date.now();
    touch();
    const stay = ending.querySelector('button');
    setInterval(() => {
      const left = idle - (Date.now() - Math.max(own, used()));
      const show = left < 60000 && left > 0;
      if (show && ending.hidden) { ending.hidden = false; stay.focus(); }
      if (!show) ending.hidden = true;
    }, 5000);
    stay.addEventListener('click', () => {
      fetch('/stay', { redirect: 'manual' }).then((answer) => {
        if (answer.status !== 204) return location.reload();
        own = Date.now();
        touch();
        ending.hidden = true;
      }).catch(() => {});
    });
  }
})();
