/** The API version whose objects the emulator builds: the one that the installed `stripe` package pins. */
export const PINNED_API_VERSION = "2026-10-28.endive";
