/** Whether an agent is a robot's: the package `isbot`, asked once per agent. */
import { isbot } from 'isbot';
import { BoundedCache } from './bounded-cache.ts';
import type { LogLine } from './log-line.ts';

export type RobotTest = (line: LogLine) => boolean;

/** A line without a user agent is no robot's, unless it names one as its browser. */
export function createRobotTest(): RobotTest {
  const isRobotAgent = robotAgents();
  return (line) => line.isNamedRobot() || isRobotAgent(line.userAgent());
}

/** What is no text is no robot's agent. */
export function robotAgents(): (agent: unknown) => boolean {
  const agents = new BoundedCache<boolean>((agent) => isbot(agent));
  return (agent) => typeof agent === 'string' && agents.valueOf(agent);
}
