// The queue: counts that keep themselves up to date, and j, k for the rows, a for the next act of a row, n, p for the
// pages, ? for the list of keys. All of it is links without this file. The keys follow the setting of the account (键盘快捷键).
const EVERY = 60_000
const page = document.querySelector('[data-queue-counts]')

async function count() {
  if (document.hidden) return
  const answer = await fetch(page.dataset.queueCounts, { headers: { Accept: 'application/json' } })
  if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('application/json')) return clearInterval(timer)
  const said = await answer.json()
  for (const one of document.querySelectorAll('[data-count]')) one.textContent = said[one.dataset.count] ?? one.textContent
}

function place(rows) {
  return rows.findIndex((link) => link.closest('tr').contains(document.activeElement))
}

function move(step) {
  const rows = [...page.querySelectorAll('.queue__reference')]
  const now = place(rows)
  rows[Math.min(Math.max(now + step, 0), rows.length - 1)]?.focus()
}

function act() {
  const steps = [...page.querySelectorAll('.queue__step a')]
  steps[place(steps)]?.click()
}

function help() {
  const list = page.querySelector('.queue__keys')
  list.open = !list.open
  if (list.open) list.querySelector('summary').focus()
}

const keys = {
  a: act,
  '?': help,
  j: () => move(1),
  k: () => move(-1),
  n: () => page.querySelector('a[rel=next]')?.click(),
  p: () => page.querySelector('a[rel=prev]')?.click(),
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.target.closest('input, textarea, select, [contenteditable], dialog')) return
  if (keys[event.key]) {
    keys[event.key]()
    event.preventDefault()
  }
}

const timer = setInterval(() => count().catch(() => {}), EVERY)
if (page.dataset.keys === 'true') document.addEventListener('keydown', pressed)
