import { batch, migration, plain } from './job-voices.ts';
import type { LogVoice } from './log-voice.ts';
import {
  coredns,
  ingressController,
  jsonProgram,
  kubernetesProgram,
  logfmtProgram,
  otelCollector,
  postgres,
  valkey,
} from './platform-voices.ts';
import { searchIndexer, searchQuery } from './search-voices.ts';
import { catalogApi, checkoutApi, checkoutWeb, fraudScoring, imageResizer, paymentsGateway, paymentsWorker } from './shop-voices.ts';

/** Voices by the last part of an image's name. */
const VOICES: Readonly<Record<string, LogVoice>> = {
  'checkout-api': checkoutApi,
  'checkout-web': checkoutWeb,
  'payments-gateway': paymentsGateway(false),
  'payments-worker': paymentsWorker,
  'payments-migrate': migration,
  'fraud-scoring': fraudScoring,
  'catalog-api': catalogApi,
  'image-resizer': imageResizer,
  'search-query': searchQuery,
  'search-indexer': searchIndexer,
  'opentelemetry-collector': otelCollector,
  valkey,
  postgres,
  coredns,
  controller: ingressController,
  prometheus: logfmtProgram('tsdb'),
  grafana: logfmtProgram('context'),
  argocd: logfmtProgram('controller'),
  cilium: logfmtProgram('endpoint-manager'),
  'cilium-operator-generic': logfmtProgram('identity-gc'),
  vault: jsonProgram('core'),
  'amazon-k8s-cni': jsonProgram('ipamd'),
  'audit-shipper': jsonProgram('shipper'),
  'kube-proxy': kubernetesProgram,
  'metrics-server': kubernetesProgram,
  'cert-manager-controller': kubernetesProgram,
  'cert-manager-webhook': kubernetesProgram,
  'aws-ebs-csi-driver': kubernetesProgram,
  'scaleway-csi': kubernetesProgram,
  'proxy-agent': kubernetesProgram,
  sitemap: batch(false),
  reconcile: batch(false),
  export: batch(false),
  'price-import': batch(false),
  'cache-warm': batch(false),
};

/** Versions that behave otherwise than the rest of their image. */
const VERSIONS: Readonly<Record<string, LogVoice>> = {
  'payments-gateway:3.18.2': paymentsGateway(true),
  'export:2.2.1': batch(true),
  'karpenter/controller:1.7.1': jsonProgram('controller'),
};

/** How the program of an image writes. */
export function voiceOfImage(image: string): LogVoice {
  for (const [version, voice] of Object.entries(VERSIONS)) if (image.endsWith(`/${version}`)) return voice;
  const name = image.replace(/^.*\//, '').replace(/[:@].*$/, '');
  return VOICES[name] ?? plain;
}
