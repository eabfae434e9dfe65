import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  try {
    const output = await promisify(execFile)(process.execPath, ['infra/cost/main.ts', ...args], { env });
    return { code: 0, ...output };
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error) {
      return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  }
}

describe('npm run cost', () => {
  it('prints lines with formulas, a total, the dates of the prices and what is left out', async () => {
    const { code, stdout, stderr } = await run('--records-per-second', '100');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('100 records a second of 1,000 bytes, provisioned pollers, us-east-1');
    expect(stdout).toMatch(
      /^ {2}Event poller units +730 EPU-h +\$0\.185 +135\.05 {2}1 EPU \(1 poller\) × 730 h$/m,
    );
    expect(stdout).toMatch(/^ {2}EventBridge custom events +262\.8 M events +\$1 \/ 1M +262\.80 /m);
    expect(stdout).toMatch(/^ {2}Total +\d{3}\.\d\d$/m);
    expect(stdout).toMatch(/^ {2}for a million records +\d\.\d\d$/m);
    expect(stdout).toMatch(/^ {2}Kafka Connect sink on MSK Connect +343\.10 /m);
    expect(stdout).toMatch(/List prices in USD as of \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, first tier\./);
    expect(stdout).toContain('Not included: free tiers, data transfer,');
    expect(stdout).toContain('the Kafka cluster');
  });

  it('marks the prices that no page of AWS was seen for', async () => {
    const { stdout } = await run('--demo');
    expect(stdout).toMatch(/^ {2}Demo: MSK brokers +1,460 broker-h +\$0\.204~ +297\.84 /m);
    expect(stdout).toContain('~ reported by others or given');
    expect(stdout).not.toContain('The same load otherwise');
  });

  it('prints the same as JSON, with every price used', async () => {
    const { stdout } = await run('--json', '--price', 'event=2');
    const { region, items, totalUsd, alternatives, prices } = JSON.parse(stdout);
    expect(region).toBe('us-east-1');
    expect(items.map(({ price }: { price: string }) => prices[price].usd)).toEqual(
      items.map(({ unitPriceUsd }: { unitPriceUsd: number }) => unitPriceUsd),
    );
    expect(totalUsd).toBeGreaterThan(135);
    expect(alternatives).toHaveLength(3);
    expect(prices.event).toMatchObject({ usd: 2, sure: 'given' });
  });

  it('helps', async () => {
    expect((await run('--help')).stdout).toMatch(/^What one bridge costs in a month/);
  });

  it('says in a sentence what is wrong, and fails', async () => {
    expect(await run('--topics', 'many')).toEqual({
      code: 1,
      stdout: '',
      stderr: '--topics is "many". Give a whole number from 1 to 100.\n',
    });
    const contradiction = await run('--peak-records-per-second', '0.5');
    expect(contradiction).toMatchObject({
      code: 1,
      stderr: 'The peak of 0.5 records a second is below the average of 1.\n',
    });
  });
});
