// The demo page: a shop whose analytics go through this gateway, and both sides of each event.
'use strict'

const MOST_EVENTS = 40
const POLL_MS = 500
const field = (id) => document.getElementById(id).value
const shown = new Map() // uuid -> { sent, received, row }

// Shops do put such things into addresses; the SDK repeats them in $current_url.
if (!location.search) {
    history.replaceState(null, '', '/demo?customer=jane.query%40example.com&utm_source=newsletter')
}

posthog.init('phc_demo', {
    api_host: location.origin,
    request_batching: false,
    capture_exceptions: true,
    disable_session_recording: true,
    disable_surveys: true,
    // A robot that looks at the demo, such as the gateway's own test, counts as a visitor.
    opt_out_useragent_filter: true,
    person_profiles: 'always',
    before_send: (event) => {
        if (event) sent(JSON.parse(JSON.stringify(event)))
        return event
    },
})

for (const button of document.querySelectorAll('[data-product]')) {
    button.addEventListener('click', () => {
        posthog.capture('product added', {
            product: button.dataset.product,
            price: Number(button.dataset.price),
            customer_email: field('email'),
        })
    })
}

document.getElementById('sign-in').addEventListener('click', () => {
    posthog.identify(field('email'), { email: field('email'), name: field('name'), phone: field('phone'), plan: 'pro' })
    document.getElementById('account').textContent = 'Signed in as ' + field('email')
})

document.getElementById('checkout').addEventListener('submit', (submitted) => {
    submitted.preventDefault()
    posthog.capture('order placed', {
        order_id: 'ord_8841',
        total: 171,
        currency: 'EUR',
        card: field('card'),
        note: field('note'),
        receipt_url: 'https://shop.example.com/receipt?email=' + encodeURIComponent(field('email')) + '&order=8841',
        customer: { email: field('email'), phone: field('phone') },
    })
})

document.getElementById('fail').addEventListener('click', () => {
    const card = field('card')
    const email = field('email')
    setTimeout(() => {
        throw new TypeError('Cannot charge card ' + card + ' of ' + email)
    })
})

function sent(event) {
    if (shown.has(event.uuid)) return
    const row = document.createElement('article')
    row.className = 'event'
    row.dataset.uuid = event.uuid
    shown.set(event.uuid, { sent: event, received: null, row })
    draw(event.uuid)
    document.getElementById('empty')?.remove()
    document.getElementById('events').prepend(row)
    while (shown.size > MOST_EVENTS) {
        const oldest = shown.keys().next().value
        shown.get(oldest).row.remove()
        shown.delete(oldest)
    }
}

function draw(uuid) {
    const { sent, received, row } = shown.get(uuid)
    const title = document.createElement('header')
    const name = document.createElement('strong')
    name.textContent = sent.event
    const id = document.createElement('code')
    id.textContent = uuid
    title.append(name, id)
    const left = document.createElement('pre')
    left.className = 'sent'
    const right = document.createElement('pre')
    right.className = 'received'
    write(left, sent, received ?? sent, 0, 'gone', 'gone')
    if (received) {
        write(right, received, sent, 0, 'new', 'added')
    } else {
        right.classList.add('waiting')
        right.textContent = 'on its way …'
    }
    left.addEventListener('scroll', () => (right.scrollTop = left.scrollTop))
    row.replaceChildren(title, left, right)
    row.classList.toggle('arrived', received !== null)
}

// What differs comes first, on both sides alike; the event's own frame keeps its order.
function differencesFirst(value, other, depth) {
    const names = Object.keys(value)
    if (depth === 0 || !isTree(other)) return names
    const same = (name) => JSON.stringify(value[name]) === JSON.stringify(other[name])
    return [...names.filter((name) => !same(name)), ...names.filter(same)]
}

const isTree = (value) => value !== null && typeof value === 'object'

// Prints a value as indented JSON and marks what the other side has not, or has otherwise.
function write(out, value, other, depth, changed, missing) {
    const list = Array.isArray(value)
    const names = list ? Object.keys(value) : differencesFirst(value, other, depth)
    const pad = '  '.repeat(depth + 1)
    out.append(list ? '[' : '{')
    names.forEach((name, i) => {
        out.append((i ? ',' : '') + '\n' + pad + (list ? '' : JSON.stringify(name) + ': '))
        const there = isTree(other) && Object.hasOwn(other, name)
        if (isTree(value[name]) && there && isTree(other[name])) {
            write(out, value[name], other[name], depth + 1, changed, missing)
        } else if (there && JSON.stringify(value[name]) === JSON.stringify(other[name])) {
            out.append(JSON.stringify(value[name]))
        } else {
            const mark = document.createElement('mark')
            mark.className = there ? changed : missing
            mark.textContent = JSON.stringify(value[name])
            out.append(mark)
        }
    })
    out.append((names.length ? '\n' + '  '.repeat(depth) : '') + (list ? ']' : '}'))
}

async function poll() {
    try {
        if ([...shown.values()].some((one) => !one.received)) {
            const events = await (await fetch('/demo/upstream', { cache: 'no-store' })).json()
            for (const event of events) {
                const one = shown.get(event.uuid)
                if (one && !one.received) {
                    one.received = event
                    draw(event.uuid)
                }
            }
        }
    } catch {
        // The gateway is being restarted; the next turn asks again.
    }
    setTimeout(poll, POLL_MS)
}
poll()
