import { ValidationError } from '../../shared/domain/errors.ts';
import type { Action, Command, CommandName } from '../../shared/domain/incident/action.ts';
import { COMMAND_BODIES } from '../../shared/schemas/incident.ts';

/**
 * A command from a wire as the operation takes it.
 * @param body anything; what the command does not know is refused
 * @throws ValidationError naming the field
 */
export function commandOf(id: string, name: CommandName, body: unknown): Command {
  const parsed = COMMAND_BODIES[name].safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ValidationError(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not allowed'}`, {
      path: (issue?.path ?? []).map((key) => (typeof key === 'symbol' ? String(key) : key)),
    });
  }
  const { at, by, ...rest } = parsed.data;
  const members: Record<string, unknown> = { ...rest };
  if (typeof members['deadline'] === 'string') members['deadline'] = Date.parse(members['deadline']);
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  return {
    id,
    ...(at === undefined ? {} : { at: Date.parse(at) }),
    ...(by === undefined ? {} : { by }),
    action: { type: name, ...given } as Action,
  };
}
