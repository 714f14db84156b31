/** Whether an attribute tells people something; others are there for feeds and machines. */
export function isForPeople({ name }: { name: string }): boolean {
  return !name.startsWith("google_") && name !== "mpn";
}

/** `age_group` as people read it: "Age group". */
export function attributeInWords(name: string): string {
  const words = name.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
