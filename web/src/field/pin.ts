/** Which PINs are taken. */

export const PIN_LENGTH = 6

/** Not one digit six times, not a run up or down, not one group twice or thrice. */
export function isEasy(pin: string): boolean {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((digit, place) => digit - (digits[place] ?? 0))
  const run = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1
  return run || pin.slice(0, 3) === pin.slice(3) || pin.slice(0, 2).repeat(3) === pin
}

export const isPin = (text: string): boolean => new RegExp(`^[0-9]{${PIN_LENGTH}}$`).test(text)
