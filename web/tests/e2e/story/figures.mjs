/** What the board sees of it: each number as the screen, the API and the rows of the database have it. */
import assert from 'node:assert/strict'
import { becomes } from '../browser.mjs'
import { FIRST, MET, SCHEME, TARGET } from './plan.mjs'

export const vn = (value) => value.toLocaleString('vi-VN', { maximumFractionDigits: 2 })
/** A figure by its label, as it is written. */
export const figure = (page, label) => page.locator('.figure', { has: page.locator('.figure-label', { hasText: new RegExp(`^${label}$`) }) }).locator('b').innerText()

/** The bars of a chart on the screen: label and value. */
const bars = (page) => page.locator('.chart table tbody tr').evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 2).map((cell) => cell.textContent.trim())))

/** What may be said of the campaign: on its page, and the same by the API. */
export async function answerLine({ office, desk, campaign }) {
  await office.at(desk, `#/campaigns/${campaign.id}`, campaign.name)
  const { headline } = await office.api.get(`/campaigns/${campaign.id}/headline`)
  await becomes(() => desk.locator('.answer-line').innerText(), headline.vi)
  return headline.vi
}

/** How far the target is reached: in the overview, and the same by the API. */
export async function progressOf({ office, desk, commune, today }) {
  const month = today.slice(0, 7)
  await office.at(desk, `#/?area=${commune}&scheme=${SCHEME}&aim=new_enrolments~${month}`, /^Tổng quan/)
  const { target, actual, percent } = await office.api.get(`/target-progress?area_id=${commune}&scheme=${SCHEME}&measure=new_enrolments&period=${month}`)
  await becomes(() => figure(desk, 'Tiến độ kế hoạch'), `${vn(percent)}\u00a0%`)
  await desk.getByText(`${vn(actual)} trên chỉ tiêu ${vn(target)}`).waitFor()
  return { target, actual, percent }
}

/** How many rows stand behind an address of the API, followed page by page. */
const rowsBehind = async (api, address) => (await api.all(address.replace(/^\/api\/v1/, ''))).length

export function figureSteps(at) {
  return [
    ['the list is walked as far as it was meant to be', async () => {
      const { office, desk, list, entries } = at
      // The board comes back to its desk.
      await desk.reload()
      await office.at(desk, `#/walk-lists/${list.id}`, new RegExp(list.name))
      const { progress } = await office.api.get(`/walk-lists/${list.id}`)
      assert.deepEqual([progress.visited, progress.met, progress.left], [FIRST, MET, entries.length - FIRST])
      for (const [label, value] of [['Đã thăm', progress.visited], ['Gặp được người', progress.met], ['Còn lại', progress.left]]) assert.equal(await figure(desk, label), vn(value))
      const { steps } = await office.api.get(`/walk-lists/${list.id}/funnel`)
      const counts = Object.fromEntries(steps.map((step) => [step.step, step.count]))
      assert.deepEqual([counts.listed, counts.attempted, counts.met, counts.interested, counts.signed, counts.paid], [entries.length, FIRST, MET, 1, 1, 1])
      assert.deepEqual(await bars(desk), steps.map((step) => [step.label, vn(step.count)]))
    }],

    ['the target moves by what was paid for', async () => {
      const { office, commune, paid } = at
      // Whoever had a card before renews it; the lot decides whose door was the last.
      const fresh = paid.filter((one) => one.kind === 'new').length
      assert.ok(fresh > 0)
      assert.deepEqual(await progressOf(at), { target: TARGET, actual: fresh, percent: (100 * fresh) / TARGET })
      assert.equal((await office.api.all(`/enrolments?area_id=${commune}&scheme=${SCHEME}`)).filter((one) => one.status === 'paid').length, paid.length)
    }],

    ['the funnel of the campaign holds what the phones brought', async () => {
      const { office, desk, campaign, paid } = at
      await office.at(desk, `#/campaigns/${campaign.id}`, campaign.name)
      const funnel = await office.api.get(`/funnel?area_id=${campaign.area_id}&group_by=campaign`)
      const row = funnel.rows.find((one) => one.key === campaign.id)
      const count = (step) => row.counts[funnel.steps.findIndex((one) => one.step === step)]
      const steps = ['listed', 'doors', 'met', 'interested', 'signed', 'paid']
      assert.deepEqual(steps.map(count), [at.entries.length, FIRST, MET, 1, paid.length, paid.length])
      for (const [step, label] of [['listed', 'Hộ trong danh sách'], ['doors', 'Lượt đến nhà'], ['signed', 'Đăng ký'], ['paid', 'Đã đóng tiền']]) {
        const place = funnel.steps.findIndex((one) => one.step === step)
        assert.equal(await figure(desk, label), vn(row.counts[place]))
        assert.equal(await rowsBehind(office.api, `${funnel.steps[place].rows_at}&${row.behind}`), row.counts[place], label)
      }
    }],

    ['the board looks at the comparison whose window is over, and the headline is another one', async () => {
      const { office, desk, evaluations } = at
      const before = await answerLine(at)
      const over = evaluations.find((one) => one.design === 'before_after')
      await office.at(desk, `#/evaluations/${over.id}`, over.title)
      await desk.getByRole('button', { name: 'Xem số liệu hôm nay' }).click()
      await desk.getByRole('dialog').getByRole('button', { name: 'Xem số liệu hôm nay' }).click()
      await desk.getByText('Đã xem và giữ kết quả.').waitFor()
      const now = await answerLine(at)
      assert.match(before, /chưa ai xem kết quả/)
      assert.match(now, /^Chênh lệch ghi nhận: \+3,0 điểm phần trăm\. Chỉ mô tả/)
    }],

    ['what is kept equals a recount of the rows', async () => {
      const said = at.office.server.run(['figures', 'verify']).trim().split('\n')
      assert.ok(said.length > 3, said.join())
      for (const line of said) assert.match(line, /, 0 differ$/)
    }],
  ]
}
