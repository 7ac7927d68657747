/** Looks again and again, so many milliseconds apart. A long list takes its time to be looked through: four parts of it are
 * for the work. Returns what ends it. */
export function paced(every: number, look: () => Promise<void>): () => void {
  let [over, timer]: [boolean, ReturnType<typeof setTimeout> | undefined] = [false, undefined];
  const wait = (pause: number) => (timer = setTimeout(() => void again(), pause));
  async function again(): Promise<void> {
    const began = performance.now();
    await look();
    if (!over) wait(Math.max(every, (performance.now() - began) * 4));
  }
  wait(every);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
