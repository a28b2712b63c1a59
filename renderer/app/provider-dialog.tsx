import { useTranslation } from 'react-i18next';
import { CommandBlock } from '../ui/command-block.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { closeDialog } from './app-state.ts';
import css from './dialogs.module.css';

/** The providers' own commands, with the parts that the user fills in as CAPITALS. */
const commands = [
  { name: 'Scaleway Kapsule', lines: ['scw k8s cluster list', 'scw k8s kubeconfig install CLUSTER_ID region=fr-par'] },
  {
    name: 'OVH Managed Kubernetes',
    lines: [
      'ovhcloud cloud kube list --cloud-project PROJECT_ID',
      'ovhcloud cloud kube kubeconfig generate CLUSTER_ID --cloud-project PROJECT_ID > ~/.kube/ovh.yaml',
    ],
    note: 'firstRun.providerOvhNote',
  },
  { name: 'AWS EKS', lines: ['aws eks list-clusters --region eu-west-3', 'aws eks update-kubeconfig --region eu-west-3 --name CLUSTER'] },
] as const;

/** How to get a kubeconfig from each provider that Timonier knows well. */
export function ProviderDialog() {
  const { t } = useTranslation('shell');
  return (
    <Dialog open onClose={closeDialog} label={t('firstRun.providerTitle')} width={640}>
      <DialogBody title={t('firstRun.providerTitle')}>
        <p className={css.text}>{t('firstRun.providerIntro')}</p>
        <div className={css.commands}>
          {commands.map((provider) => (
            <section key={provider.name}>
              <h3>{provider.name}</h3>
              <CommandBlock text={provider.lines.join('\n')} />
              {'note' in provider ? <p className={css.small}>{t(provider.note)}</p> : null}
            </section>
          ))}
        </div>
      </DialogBody>
    </Dialog>
  );
}
