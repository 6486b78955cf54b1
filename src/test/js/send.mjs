// Sends what a typical backend sends, with the real posthog-node, and prints the uuids it chose.
// Usage: node send.mjs GATEWAY TOKEN
import { readFileSync } from 'node:fs'
import { PostHog } from 'posthog-node'

const [host, token] = process.argv.slice(2)
const client = new PostHog(token, { host, flushAt: 20, flushInterval: 10_000 })
const problems = []
client.on('error', (error) => problems.push(String(error)))

// Not in this text: the SDK sends the lines around an exception, and a shop's code holds no customer either.
const { email, name, card, phone, billing } = JSON.parse(readFileSync('customer.json', 'utf8'))
const distinctId = email

client.capture({
    distinctId,
    event: 'order placed',
    uuid: '018df0a8-0000-7000-8000-000000000001',
    properties: {
        total: 42.5,
        email,
        card,
        note: `tel ${phone}`,
        receipt_url: `https://shop.example.com/receipt?email=${encodeURIComponent(email)}&order=8841`,
        $set: { email },
    },
})
client.capture({ distinctId, event: 'backfilled', timestamp: new Date('2024-02-29T12:00:00.000Z') })
client.identify({ distinctId, properties: { email, name, plan: 'pro' } })
client.alias({ distinctId: 'user_8841', alias: email })
client.groupIdentify({ groupType: 'company', groupKey: 'acme-inc', properties: { billing_email: billing } })
client.captureException(new TypeError(`Card ${card} of ${email} was declined`), distinctId)
await client.flush()
client.capture({ distinctId, event: 'after the flush' })
await client.shutdown()

if (problems.length) {
    console.error(problems.join('\n'))
    process.exit(1)
}
