/** Why what was entered is no code of a country; undefined when it is one, or nothing. */
export function countryProblem(text: string | null | undefined): string | undefined {
  return text && !/^[A-Za-z]{2}$/.test(text) ? "Two letters, as DE." : undefined;
}

/** The same where a place may be everywhere else. */
export function placeCountryProblem(text: string | null | undefined): string | undefined {
  return text === "*" ? undefined : countryProblem(text);
}
