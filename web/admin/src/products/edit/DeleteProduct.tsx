import { Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "react-admin";
import { useFormContext } from "react-hook-form";
import { useNavigate } from "react-router-dom";
import { ApiProblem, dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { FormDialog } from "../../shared/FormDialog.tsx";
import type { Product } from "./product.ts";

/** Takes the product away, after a question. What orders name is archived by the API instead; then that is said. */
export function DeleteProduct({ product: { id, name } }: { product: Product }) {
  const { reset } = useFormContext();
  const navigate = useNavigate();
  const notify = useNotify();
  const queries = useQueryClient();
  const remove = async () => {
    const params = { path: { id } };
    await dataOf(client.DELETE("/api/v1/products/{id}", { params }));
    const isGone = await dataOf(client.GET("/api/v1/admin/products/{id}", { params })).then(
      () => false,
      (error: unknown) => error instanceof ApiProblem && error.status === 404,
    );
    notify(isGone ? `${name} is deleted.` : `${name} is archived: orders name it.`, { type: "success" });
    // What was typed is of no use now, and does not hold anybody here.
    reset();
    queries.removeQueries({ queryKey: ["products", "getOne"] });
    await navigate("/products");
  };
  return (
    <DialogButton label="Delete" size="small" color="error">
      {(close) => (
        <FormDialog
          title={`Delete ${name}?`}
          submitLabel="Delete"
          color="error"
          onClose={close}
          onSubmit={remove}
        >
          <Typography>
            It is no longer sold and its page is gone. If orders name it, it is archived instead.
          </Typography>
        </FormDialog>
      )}
    </DialogButton>
  );
}
