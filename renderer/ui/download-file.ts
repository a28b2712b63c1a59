/** Hands a file to the user, as a download. `parts` are joined in order; blobs among them are not read into memory. */
export function downloadFile(name: string, type: string, ...parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own reference by then; the URL would keep the text alive.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
