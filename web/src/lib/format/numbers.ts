/** Numbers and money as Viet Nam writes them, in both languages of the app. */

const WHOLE = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 })

/** 1234567 as 1.234.567. */
export const whole = (value: number): string => WHOLE.format(value)

/** Whole đồng: 1234567 as 1.234.567 đ, which never breaks before its unit. */
export const dong = (value: number): string => `${WHOLE.format(value)}\u00a0đ`

/** A distance on foot. */
export const metres = (value: number): string =>
  value < 1000 ? `${Math.round(value / 5) * 5}\u00a0m` : `${(value / 1000).toFixed(1).replace('.', ',')}\u00a0km`
