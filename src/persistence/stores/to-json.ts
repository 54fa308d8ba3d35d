/** As JSON has it: what is undefined is absent. The ORM would write it as null, and null is no value of ours. */
export function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
