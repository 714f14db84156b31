// npm run user:create : see HELP.
import { parseArgs } from "node:util";
import { unstable_readConfig as readConfig } from "wrangler";
import { z } from "zod";
import { passwordProblems } from "../src/modules/identity/index.ts";
import { type Role, ROLES } from "../src/platform/auth.ts";
import { emailSchema } from "../src/platform/http/schemas.ts";
import { auditSql, insertAccountSql, type KnownAccount, promoteSql } from "./lib/accounts.ts";
import { execute } from "./lib/database.ts";
import { newPassword } from "./lib/passwords.ts";
import { inProject } from "./lib/paths.ts";
import { type Place, placeOf } from "./lib/place.ts";
import { askSecretly, readPipedLine } from "./lib/secret-input.ts";
import { sqlText } from "./lib/sql.ts";
import { bold, dim, Failure, runScript } from "./lib/terminal.ts";

const HELP = `Makes an account whose address counts as verified: the first superuser of a deployment, for one.

  npm run user:create -- --email EMAIL --role ROLE [--generate] [--local | --env staging|production]
  npm run user:create -- --email EMAIL --role ROLE --promote [--local | --env staging|production]

  --email        the address to log in with
  --role         one of: ${ROLES.join(", ")}
  --first-name   the person's names, if they are to be known
  --last-name
  --generate     make a password and show it once (default: it is asked for, or read from a pipe)
  --promote      the account exists: give it the role and make it active; password and names stay
  --local        in the local database (the default)
  --env          in the database of a deployment (needs wrangler's login)
`;

const SETTINGS = z.object({ vars: z.object({ SHOP_NAME: z.string() }) });

interface Person {
  email: string;
  firstName: string;
  lastName: string;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        email: { type: "string", default: "" },
        role: { type: "string", default: "" },
        "first-name": { type: "string", default: "" },
        "last-name": { type: "string", default: "" },
        generate: { type: "boolean", default: false },
        promote: { type: "boolean", default: false },
        local: { type: "boolean", default: false },
        env: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return void console.log(HELP);
  const person = {
    email: readEmail(options.email),
    firstName: readName("--first-name", options["first-name"]),
    lastName: readName("--last-name", options["last-name"]),
  };
  const role = readRole(options.role);
  if (options.local && options.env !== undefined)
    throw new Failure("Give either --local or --env, not both.");
  const place = placeOf(options.env);
  const found = await findAccount(place, person.email);
  if (options.promote) await promote(place, person.email, found, role);
  else await create(place, person, found, role, { generate: options.generate, env: options.env });
}

function readEmail(text: string): string {
  const { data, error } = emailSchema.safeParse(text);
  if (data === undefined) throw new Failure(`--email ${error?.issues[0]?.message ?? ""}\n\n${HELP}`);
  return data;
}

function readName(option: string, text: string): string {
  const name = text.trim();
  if (name.length > 100 || /\p{Cc}/u.test(name))
    throw new Failure(`${option} must be one line of up to 100 characters.`);
  return name;
}

function readRole(text: string): Role {
  const role = ROLES.find((candidate) => candidate === text);
  if (!role) throw new Failure(`--role must be one of ${ROLES.join(", ")}.\n\n${HELP}`);
  return role;
}

async function findAccount(place: Place, email: string): Promise<KnownAccount | undefined> {
  const query = `SELECT id, role, status FROM users WHERE email = ${sqlText(email)} AND status <> 'erased'`;
  return (await execute<KnownAccount>(place, [query]))[0];
}

async function promote(
  place: Place,
  email: string,
  found: KnownAccount | undefined,
  role: Role,
): Promise<void> {
  if (!found)
    throw new Failure(`There is no account ${email} in ${place.name}. Without --promote it is made.`);
  const now = new Date();
  try {
    await execute(place, [auditSql(email, found, role, now), ...promoteSql(found, role, now)]);
  } catch (error) {
    if (!(error instanceof Failure) || !error.message.includes("users_keep_a_superuser")) throw error;
    throw new Failure(`${email} is the last active superuser of ${place.name}. Make another one before.`);
  }
  console.log(`\n  ${bold(email)} is ${role} and active in ${place.name}`);
  console.log(
    dim(`  Before: ${found.role}, ${found.status}. Password, names and logins are as they were.\n`),
  );
}

async function create(
  place: Place,
  person: Person,
  found: KnownAccount | undefined,
  role: Role,
  options: { generate: boolean; env: string | undefined },
): Promise<void> {
  const { email } = person;
  if (found) {
    const { role: present, status } = found;
    throw new Failure(
      `${email} has an account in ${place.name} already (${present}, ${status}). --promote gives it the role.`,
    );
  }
  const password = options.generate ? newPassword() : await readPassword();
  requireGoodPassword(password, person, options.env);
  const now = new Date();
  const inserts = await insertAccountSql({ ...person, password, role }, now);
  await execute(place, [...inserts, auditSql(email, null, role, now)]);
  console.log(`\n  ${bold(email)}, ${role}, in ${place.name}`);
  if (!options.generate) return console.log();
  console.log(`  ${bold(password)}`);
  console.log(dim("\n  Keep it now: only its hash is stored, so it is never shown again.\n"));
}

async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    const line = await readPipedLine();
    if (line === "")
      throw new Failure("There is no password: pipe one into this command, or add --generate.");
    return line;
  }
  const password = await askSecretly("  Password (it is not shown): ");
  if ((await askSecretly("  Once more: ")) !== password) throw new Failure("These are two passwords.");
  return password;
}

/** As the API judges new passwords (src/modules/accounts/check-password.ts). */
function requireGoodPassword(password: string, person: Person, env: string | undefined): void {
  const { email, firstName, lastName } = person;
  const { vars } = SETTINGS.parse(
    readConfig({ config: inProject("wrangler.toml"), env }, { hideWarnings: true }),
  );
  const context = [email, firstName, lastName, `${firstName} ${lastName}`, vars.SHOP_NAME];
  const problems = passwordProblems(
    password,
    context.filter((text) => text.trim() !== ""),
  );
  if (problems.length === 0) return;
  throw new Failure(`The password ${problems.map(({ message }) => message).join("; ")}.`);
}

await runScript(main);
