import type { Schema } from "@/trpc/api-document";
import { FieldList } from "./field-list";
import { shapesOf } from "./fields";

/** The fields of an input or answer; where it comes in several shapes, one list to open for each. */
export function ShapeList({ schema, answer = false }: { schema: Schema; answer?: boolean }) {
  const shapes = shapesOf(schema);
  const [only] = shapes;
  if (shapes.length === 1 && only) return <FieldList fields={only.fields} answer={answer} />;
  return (
    <div className="divide-y divide-line border-line border-y">
      {shapes.map(({ label, fields }, index) => (
        <details key={label} open={index === 0} className="group">
          <summary className="py-2 text-sm">
            <code className="wrap-anywhere font-medium">{label}</code>
          </summary>
          <div className="pb-3 pl-4">
            <FieldList fields={fields} answer={answer} />
          </div>
        </details>
      ))}
    </div>
  );
}
