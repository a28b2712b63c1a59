import { create } from 'zustand';
import type { GuardrailsDraft } from './draft-guardrails.ts';

/** Guardrails that are being edited; null = as they are in force. Outlives the dialog, so that closing it by mistake loses nothing. */
export const useGuardrailsDraft = create<{ readonly draft: GuardrailsDraft | null }>(() => ({ draft: null }));

/** Keeps what was typed; null lets go of it. */
export function keepDraft(draft: GuardrailsDraft | null): void {
  useGuardrailsDraft.setState({ draft });
}
