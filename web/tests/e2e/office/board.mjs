/** The frame, and the board's figures: what a screen says is what the API says. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { becomes } from '../browser.mjs'
import { BOARD } from './world.mjs'

export function boardTests(at) {
  test('signs in by keyboard, and goes from the side bar to a row with nothing but keys', async () => {
    const { office, page } = at
    await page.goto(`${office.front.url}/office/#/campaigns`)
    await page.getByLabel('Tên đăng nhập').waitFor()
    await office.accessible(page, 'sign-in')
    await office.asKept(page, 'sign-in')
    await page.getByLabel('Tên đăng nhập').focus()
    await page.keyboard.type(BOARD)
    await page.keyboard.press('Tab')
    await page.keyboard.type('không phải mật khẩu này')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Mật khẩu').fill(office.server.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Chiến dịch', level: 1 }).waitFor()
    await page.locator('.row-link').first().waitFor()
    // The first stop is the way past the side bar.
    await page.evaluate(() => document.activeElement?.blur())
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
    for (let stop = 0; stop < 30 && !(await page.evaluate(() => document.activeElement.classList.contains('row-link'))); stop++) await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    const wanted = await page.evaluate(() => document.activeElement.textContent)
    assert.notEqual(wanted, await page.locator('.row-link').first().textContent())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: wanted }).waitFor()
    await page.goBack()
    await page.locator('.row-link').first().waitFor()
  })

  test('a table says what the API says, narrows in its address, and sorts', async () => {
    const { office, context, page } = at
    await office.at(page, '#/campaigns', 'Chiến dịch')
    const there = await office.api.all(`/campaigns?area_id=${office.api.user.grants[0].area_id}`)
    await page.getByText(`${there.length} dòng`).waitFor()
    assert.deepEqual(await page.locator('tbody th').allInnerTexts(), there.map((row) => row.name))
    await page.getByRole('button', { name: 'Sắp xếp theo Tên' }).or(page.getByRole('button', { name: 'Tên', exact: true })).click()
    await becomes(() => page.locator('tbody th').allInnerTexts(), there.map((row) => row.name).sort(new Intl.Collator('vi').compare))
    await page.getByLabel('Tên chiến dịch').fill('boc tham')
    await page.getByText('1 dòng', { exact: true }).waitFor()
    const narrowed = page.url()
    assert.match(narrowed, /q=boc\+tham/)
    const other = await office.page(context)
    await other.goto(narrowed)
    await other.getByText('1 dòng', { exact: true }).waitFor()
    await other.close()
    await page.getByLabel('Tên chiến dịch').fill('không có tên này')
    await page.getByText('Không có dòng nào khớp bộ lọc.').waitFor()
    await page.getByRole('button', { name: 'Bỏ lọc' }).click()
    await page.getByText(`${there.length} dòng`).waitFor()
  })

  test('the overview says what the API says, and leads to what is below', async () => {
    const { office, page } = at
    const area = office.api.user.grants[0].area_id
    await office.at(page, '#/?scheme=bhxh_tn', /^Tổng quan/)
    const year = (await page.getByLabel('Chỉ tiêu đang xem').inputValue()).split('~')[1]
    const plan = await office.api.get(`/target-progress/by-area?area_id=${area}&scheme=bhxh_tn&measure=participants&period=${year}`)
    const vn = (value) => value.toLocaleString('vi-VN', { maximumFractionDigits: 2 })
    const figure = (name) => page.locator('.kpis .figure', { has: page.locator('.figure-label', { hasText: name }) })
    await becomes(() => figure('Tiến độ kế hoạch').locator('b').innerText(), `${vn(plan.own.percent)}\u00a0%`)
    assert.match(await figure('Tiến độ kế hoạch').innerText(), new RegExp(`${vn(plan.own.actual)} trên chỉ tiêu ${vn(plan.own.target)}`))
    const never = await office.api.get(`/never-reached?area_id=${area}`)
    await becomes(() => figure('Hộ chưa gặp được ai').locator('b').innerText(), vn(never.own.never_met))
    const rungs = await page.locator('.chart svg a').evaluateAll((links) => links.map((link) => [...link.querySelectorAll('text')].map((text) => text.textContent).join(': ')))
    assert.deepEqual(rungs, plan.below.slice(0, 8).map((one) => `${one.area_name}: ${vn(one.percent)}\u00a0%`))
    await page.locator('.chart svg a').first().click()
    await page.getByRole('heading', { level: 1, name: `Tổng quan: ${plan.below[0].area_name}` }).waitFor()
    await page.goBack()
  })

  test('a refused form says so at its fields and keeps what was typed; a lost answer doubles nothing', async () => {
    const { office, page } = at
    await office.at(page, '#/campaigns', 'Chiến dịch')
    await page.getByRole('button', { name: 'Lập chiến dịch' }).click()
    const dialog = page.getByRole('dialog', { name: 'Lập chiến dịch' })
    await dialog.getByLabel('Tên', { exact: true }).fill('Đợt thử hai (dữ liệu mẫu)')
    await dialog.getByLabel('Mã', { exact: true }).fill('mã sai')
    await dialog.getByLabel('Cơ quan chủ trì').fill('ban tuyen giao')
    await dialog.getByRole('option', { name: /Ban Tuyên giáo/ }).first().click()
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    const code = dialog.getByLabel('Mã', { exact: true })
    await dialog.locator('.field .error').waitFor()
    assert.equal(await code.getAttribute('aria-invalid'), 'true')
    await office.accessible(page, 'a refused form')
    await code.fill('MAU-THU-2')
    const keys = []
    let lost = false
    await page.route('**/api/v1/campaigns', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      keys.push(route.request().headers()['idempotency-key'])
      if (lost) return route.fallback()
      lost = true
      await route.fetch()
      return route.abort()
    })
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await dialog.getByText('Không nhận được trả lời').waitFor()
    await dialog.getByRole('button', { name: 'Lưu' }).click()
    await page.getByRole('heading', { level: 1, name: 'Đợt thử hai (dữ liệu mẫu)' }).waitFor()
    await page.unroute('**/api/v1/campaigns')
    assert.equal(new Set(keys).size, 1)
    assert.equal((await office.api.all('/campaigns')).filter((row) => row.code === 'MAU-THU-2').length, 1)
  })

  test('a campaign says the words of the API, and its figures lead to their rows', async () => {
    const { office, page } = at
    const campaign = (await office.api.all('/campaigns')).find((row) => row.code === 'MAU-2')
    const said = await office.api.get(`/campaigns/${campaign.id}/headline`)
    await office.at(page, `#/campaigns/${campaign.id}`, campaign.name)
    await becomes(() => page.locator('.answer-line').innerText(), said.headline.vi)
    const area = campaign.area_id
    const funnel = await office.api.get(`/funnel?area_id=${area}&group_by=campaign`)
    const row = funnel.rows.find((one) => one.key === campaign.id)
    const paid = row.counts[funnel.steps.findIndex((step) => step.step === 'paid')]
    const figure = page.locator('.kpis .figure', { has: page.locator('.figure-label', { hasText: 'Đã đóng tiền' }) })
    await becomes(() => figure.locator('b').innerText(), String(paid))
    await figure.getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'Hồ sơ tham gia' }).waitFor()
    await page.getByText(`${paid} dòng`, { exact: true }).waitFor()
    await becomes(() => page.locator('tbody tr').count(), paid)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: campaign.name }).waitFor()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Xuất CSV: Từ danh sách đến đóng tiền' }).click()
    assert.match((await file).suggestedFilename(), /^pheu-\d{4}-\d{2}-\d{2}\.csv$/)
  })

  test('a target is allocated only when its parts add up, or it is said why not', async () => {
    const { office, page } = at
    const area = office.api.user.grants[0].area_id
    await office.at(page, '#/targets?scheme=bhxh_tn', 'Chỉ tiêu')
    await page.getByRole('button', { name: 'Phân bổ', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Phân bổ' })
    const target = (await office.api.all(`/targets?area_id=${area}&scheme=bhxh_tn&measure=participants`)).find((row) => row.area_id === area)
    await dialog.getByText('Cộng đúng bằng chỉ tiêu.').waitFor()
    const parts = dialog.getByLabel(/^Phần của/)
    await parts.first().fill('1')
    await dialog.getByText(/^ ?Còn thiếu/).waitFor()
    assert.equal(await dialog.getByRole('button', { name: 'Phân bổ' }).isDisabled(), true)
    await dialog.getByRole('button', { name: 'Chia đều phần chênh lệch' }).click()
    await dialog.getByText('Cộng đúng bằng chỉ tiêu.').waitFor()
    await dialog.getByRole('button', { name: 'Phân bổ' }).click()
    await dialog.waitFor({ state: 'detached' })
    const tree = await office.api.get(`/targets/${target.id}`)
    assert.equal(tree.parts.reduce((sum, part) => sum + part.value, 0), target.value)
  })

  test('a document is registered, and stands in the cascade of the one it carries out', async () => {
    const { office, page } = at
    await office.at(page, '#/documents', 'Văn bản')
    const register = async (title, number, carries) => {
      await page.getByRole('button', { name: 'Vào sổ văn bản' }).click()
      const form = page.getByRole('dialog', { name: 'Vào sổ văn bản' })
      await form.getByLabel('Trích yếu').fill(title)
      await form.getByLabel('Số, ký hiệu').fill(number)
      await form.getByLabel('Cơ quan ban hành').fill('bao hiem xa hoi')
      await form.getByRole('option', { name: /Bảo hiểm xã hội tỉnh Mẫu/ }).first().click()
      if (carries) {
        await form.getByLabel('Triển khai văn bản').fill(carries)
        await form.getByRole('option', { name: new RegExp(carries) }).first().click()
        await office.accessible(page, 'document form')
      }
      await form.getByRole('button', { name: 'Lưu' }).click()
      await form.waitFor({ state: 'detached' })
      await page.getByRole('heading', { level: 1, name: number }).waitFor()
    }
    await register('Kế hoạch thử của tỉnh (dữ liệu mẫu)', '12-KH/BHXH', null)
    await office.at(page, '#/documents', 'Văn bản')
    await register('Kế hoạch thử của cơ quan (dữ liệu mẫu)', '34-KH/BHXH', 'thử của tỉnh')
    await page.getByRole('link', { name: '12-KH/BHXH' }).click()
    await page.getByRole('heading', { level: 1, name: '12-KH/BHXH' }).waitFor()
    await page.getByText('1 cơ quan đã ban hành').waitFor()
    await page.locator('tbody').getByText('34-KH/BHXH').waitFor()
    await office.accessible(page, 'document')
  })
}
