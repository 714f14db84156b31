import CheckIcon from "@mui/icons-material/Check";
import {
  Paper,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { inWords } from "../../shared/format.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { PlainPage } from "../../shared/PlainPage.tsx";
import { PERMISSION_WORDS, useRoles } from "./roles.ts";

/** Which role may do what. */
export default function RolesPage() {
  const roles = useRoles();
  return (
    <PlainPage
      title="Roles"
      intro="Every account has one role. What a role may do is fixed; an API key is given single permissions of these."
    >
      <Loaded query={roles} height={560}>
        {(data) => <RolesTable roles={data} />}
      </Loaded>
    </PlainPage>
  );
}

function RolesTable({ roles: { data: roles, permissions } }: { roles: Schema<"Roles"> }) {
  return (
    <TableContainer component={Paper} variant="outlined" tabIndex={0}>
      <Table size="small" aria-label="Roles and permissions">
        <TableHead>
          <TableRow>
            <TableCell>Permission</TableCell>
            {roles.map(({ role }) => (
              <TableCell key={role} align="center">
                {inWords(role)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {permissions.map((permission) => (
            <TableRow key={permission} hover>
              <TableCell component="th" scope="row">
                <Code>{permission}</Code>
                <Typography variant="body2" color="text.secondary">
                  {PERMISSION_WORDS[permission]}
                </Typography>
              </TableCell>
              {roles.map(({ role, permissions: own }) => (
                <TableCell key={role} align="center">
                  {own.includes(permission) ? (
                    <CheckIcon fontSize="small" color="success" titleAccess="Yes" />
                  ) : (
                    <Typography component="span" color="text.secondary" aria-label="No">
                      –
                    </Typography>
                  )}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
