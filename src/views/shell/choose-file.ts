/** Lets a person choose a file of this machine, as dropping does with a mouse. */
export function chooseFile(onfile: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  // Only a help for choosing: what a file is, its bytes say.
  input.accept = '.jsonl,.json,.gz,.pcap,.pcapng,.cap,.strace,.log,.txt';
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) onfile(file);
  };
  input.click();
}
