/** What phones brought that people have to decide over: made through the API, as phones do. */
import { createHmac, randomUUID } from 'node:crypto'

/** A phone of somebody who is signed in to the API. */
export function phoneOf(api, label) {
  const phone = { id: randomUUID(), epoch: randomUUID(), seq: 0 }
  const numbered = (ops) => ops.map((op) => ({ op_id: randomUUID(), seq: ++phone.seq, kind: 'create', occurred_at: new Date().toISOString(), ...op }))
  return {
    id: phone.id,
    /** Pushes, and says how each operation fared. */
    async push(ops, more = {}) {
      const now = new Date().toISOString()
      const { results } = await api.post('/sync/push', { device_id: phone.id, epoch: phone.epoch, phone_now: now, schema_version: 1, label, app_version: '0.1.0', ops: numbered(ops), ...more })
      return results.map((result) => result.status)
    },
    /** Brings operations signed with the phone's key, as one does whose user cannot sign in. */
    async quarantine(url, ops) {
      const { device_key } = await api.post('/sync/device-key', { device_id: phone.id })
      const payload = JSON.stringify({ epoch: phone.epoch, ops: numbered(ops) })
      const signature = createHmac('sha256', Buffer.from(device_key, 'hex')).update(payload).digest('hex')
      const answer = await fetch(`${url}/api/v1/sync/quarantine`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ device_id: phone.id, payload, signature }) })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    },
  }
}

/** A household with somebody recorded twice, two values that met, one refusal, one visit in quarantine. */
export async function cases(worker, url) {
  const area = worker.user.grants[0].area_id
  const phone = phoneOf(worker, 'Điện thoại Mẫu A')
  const [household, one, again] = [randomUUID(), randomUUID(), randomUUID()]
  const person = (id, birth) => ({ entity: 'person', entity_id: id, fields: { household_id: household, full_name: 'Mẫu Thử Đặng Trùng', birth, sex: 'female', phone: '0912000111' } })
  await phone.push([
    { entity: 'household', entity_id: household, fields: { area_id: area, name: 'Hộ Mẫu Thử Đặng Trùng', house_number: '7', landmark: 'gần đình' } },
    person(one, '1968-05-21'),
    person(again, '1968'),
  ])
  const { feed } = await worker.get('/sync/manifest')
  const base = { feed_epoch: feed.feed_epoch, rev: feed.head }
  const landmark = (text) => ({ entity: 'household', entity_id: household, kind: 'patch', base, fields: { landmark: text } })
  const other = phoneOf(worker, 'Điện thoại Mẫu B')
  await phone.push([landmark('sau chợ')])
  const met = await other.push([landmark('cạnh trường học')])
  const visit = (outcome) => ({ entity: 'visit', entity_id: randomUUID(), fields: { household_id: household, outcome } })
  const refused = await other.push([visit('khong_co_ket_qua_nay')], { waiting: 3, refused: 1 })
  await phone.quarantine(url, [visit('not_home')])
  return { household, one, again, met, refused, phone, other }
}
