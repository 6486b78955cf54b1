package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.WordTable;

/** Accounts that no person is behind, or everybody: they may stay where a person's name would go. */
final class ServiceAccounts {
    private static final WordTable NAMES = new WordTable.Builder()
            .add(
                    1,
                    "runner runneradmin app node root ubuntu public default shared guest admin administrator ec2-user"
                            + " circleci travis jenkins vagrant docker build builder buildkite-agent buildkite gitlab-runner"
                            + " git www www-data site deploy deployer user users username postgres mysql redis nginx nobody"
                            + " daemon system sys azureuser opc centos fedora debian alpine codespace vscode gitpod coder"
                            + " jovyan sandbox expo ci web webapp service svc bot appuser app_user nonroot containeruser"
                            + " containeradministrator anonymous test tester testuser vsts vsts_azpipelines teamcity"
                            + " bitbucket linuxbrew brew hadoop spark airflow sbx_user rails django python ruby java nextjs"
                            + " node_modules lambda localhost networkservice localservice defaultappool superuser operator"
                            + " maintainer me you")
            .build();

    private ServiceAccounts() {}

    static boolean isOne(byte[] b, int from, int to) {
        return NAMES.of(b, from, to) != 0;
    }
}
