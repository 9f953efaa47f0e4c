/** Chapters of `recount-rollup`(1): how to have it run every day. */
import { code, text, type Chapter } from './manual-page.ts';

const command = 'recount rollup --config /etc/recount.yaml';
const metricsFile = '/var/lib/node_exporter/textfile/recount.prom';

export const rollupChapters: readonly Chapter[] = [
  {
    title: 'Every day',
    blocks: [
      ...text(
        'Run it every hour: a day is published in the first hour after its logs have closed, ' +
          'whatever the zone of its site, and logs that come late are taken up within the hour. ' +
          'What is up to date costs a listing and no reading. Two that run at once do no harm: ' +
          'nothing is locked, each day is published by one of them, and the other finds it up to ' +
          'date or ends with 6.',
        'Exit code 4 asks for a person, but not at night: logs are missing, damaged or gone, or ' +
          '`--run-time` was over. 5 and 6 mend themselves with the next run. 1 and 2 do not. ' +
          'With `--metrics-file`, alert on the age of ' +
          '`recount_rollup_last_success_timestamp_seconds` of each site rather than on an exit ' +
          'code: it grows too when nothing runs at all.',
      ),
    ],
  },
  {
    title: 'Crontab',
    blocks: [
      code(
        '# /etc/cron.d/recount: cron mails what is written to standard error.',
        '# metrics_file stands in /etc/recount.yaml.',
        'MAILTO=ops@example.com',
        'LOG=/var/log/recount.log',
        `17 * * * * recount ${command} >>$LOG`,
      ),
    ],
  },
  {
    title: 'Systemd timer',
    blocks: [
      code(
        '# /etc/systemd/system/recount-rollup.service',
        '[Unit]',
        'Description=Roll up closed days of web analytics',
        'After=network-online.target',
        '',
        '[Service]',
        'Type=oneshot',
        'User=recount',
        `ExecStart=/usr/local/bin/${command} \\`,
        '    --no-progress --run-time 50m \\',
        `    --metrics-file ${metricsFile}`,
        'Environment=RECOUNT_ERASE_KEY_FILE=%d/erase.key',
        'LoadCredential=erase.key:/etc/recount/erase.key',
        '# Another run was first, or a service was away: the next one looks again.',
        'SuccessExitStatus=5 6',
        'TimeoutStopSec=5min',
        '',
        '# /etc/systemd/system/recount-rollup.timer',
        '[Timer]',
        'OnCalendar=*:17',
        'Persistent=true',
        '',
        '[Install]',
        'WantedBy=timers.target',
      ),
    ],
  },
  {
    title: 'Kubernetes CronJob',
    blocks: [
      code(
        'apiVersion: batch/v1',
        'kind: CronJob',
        'metadata:',
        '  name: recount-rollup',
        'spec:',
        '  schedule: "17 * * * *"',
        '  concurrencyPolicy: Forbid',
        '  jobTemplate:',
        '    spec:',
        '      backoffLimit: 0',
        '      activeDeadlineSeconds: 7200',
        '      template:',
        '        spec:',
        '          restartPolicy: Never',
        '          containers:',
        '            - name: rollup',
        '              image: registry.example.com/recount:0.1.0',
        '              args: [rollup, --config, /etc/recount/recount.yaml,',
        '                     --run-time, 50m, --memory, 1GiB, --json]',
        '              env:',
        '                - name: RECOUNT_ERASE_KEY',
        '                  valueFrom:',
        '                    secretKeyRef: {name: recount, key: erase-key}',
        '              resources: {limits: {memory: 1280Mi}}',
        '              volumeMounts:',
        '                - {name: config, mountPath: /etc/recount}',
        '          volumes:',
        '            - {name: config, configMap: {name: recount}}',
      ),
      ...text(
        'The logs and the store of this example are services; a store in a folder needs a volume ' +
          'of its own. SIGTERM ends the rollup at the next safe place.',
      ),
    ],
  },
];
