const HEADER_BYTES = 44;

/**
 * A WAV file: RIFF, PCM, 16 bit, mono.
 *
 * @param samples in [-1, 1]; what is outside is clipped
 * @param sampleRate in Hz
 */
export function encodeWav(samples: Float64Array, sampleRate: number): Uint8Array {
  const dataBytes = 2 * samples.length;
  const file = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(file.buffer);
  const text = (offset: number, word: string): void => {
    for (let index = 0; index < word.length; index++) view.setUint8(offset + index, word.charCodeAt(index));
  };
  text(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, dataBytes, true);
  samples.forEach((sample, index) => {
    view.setInt16(HEADER_BYTES + 2 * index, Math.round(32767 * Math.min(1, Math.max(-1, sample))), true);
  });
  return file;
}
