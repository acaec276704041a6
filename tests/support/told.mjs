// What the programs that a test starts have said belongs into its report: a failure that happens once in a hundred runs must explain itself.

/** Adds the end of a program's output to the test's report, which ctest shows when the test has failed. */
export function tell(test, program, output, most = 8000) {
  for (const line of output.slice(-most).split('\n')) {
    if (line) test.diagnostic(`${program}: ${line}`);
  }
}
