/** The screens that are looked at: name of the picture, address, heading, and what is done before. */
export const PICTURES = [
  ['campaigns', '#/campaigns', 'Chiến dịch'],
]
