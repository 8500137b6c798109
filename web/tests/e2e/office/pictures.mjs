/** The screens that are looked at: name of the picture, address, heading, and what is done before. */
export const PICTURES = [
  ['overview', '#/?scheme=bhxh_tn', /^Tổng quan/],
  ['overview-below', '#/?scheme=bhyt', /^Tổng quan/, (page) => page.getByRole('heading', { name: 'Vì sao con số thay đổi' }).scrollIntoViewIfNeeded()],
  ['campaigns', '#/campaigns', 'Chiến dịch'],
]
