const storageKey = 'loket-sound'

export function isSoundOn(storage: Storage): boolean {
  return storage.getItem(storageKey) !== 'off'
}

export function setSound(storage: Storage, on: boolean): void {
  storage.setItem(storageKey, on ? 'on' : 'off')
}

let audio: AudioContext | null = null

/** Two short rising tones: the cashier hears that the payment is safe without looking up. */
export function playAccepted(storage: Storage): void {
  play(storage, [880, 1_320])
}

/** Three quick equal tones: something went differently and wants a look. */
export function playNotice(storage: Storage): void {
  play(storage, [660, 660, 660])
}

function play(storage: Storage, tonesHz: readonly number[]) {
  if (!isSoundOn(storage) || typeof AudioContext === 'undefined') return
  audio ??= new AudioContext()
  const startSeconds = audio.currentTime
  tonesHz.forEach((toneHz, index) => {
    if (!audio) return
    const at = startSeconds + index * 0.11
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = toneHz
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.12, at + 0.01)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.1)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + 0.1)
  })
}
