#!/usr/bin/env php
<?php

// A tour of the Servers API with PHP's curl: every call, and every answer checked. Deploys one server and deletes it.

declare(strict_types=1);

define('SERVERS', rtrim(getenv('BERTH_URL') ?: 'http://127.0.0.1:8080', '/') . '/api/v1/servers/');
define('TOKEN', (string) getenv('BERTH_TOKEN'));
const PLAN = 1;
const SYSTEM = 5;
const LOCATION = 'us-west';

// The documented fields and their types, as get_debug_type() names them. Fields beyond these may come at any time.
const PLAN_SUMMARY = ['id' => 'int', 'name' => 'string', 'vcpus' => 'int', 'memory' => 'int', 'storage' => 'int'];
const SUMMARY = [
    'id' => 'int', 'name' => 'string', 'hostname' => 'string', 'status' => 'string', 'ip_address' => 'string|null',
    'location' => 'string', 'plan' => PLAN_SUMMARY, 'os' => ['id' => 'int', 'name' => 'string'],
    'created_at' => 'time', 'updated_at' => 'time',
];
const CREATED = ['backups_enabled' => 'bool', 'message' => 'string'] + SUMMARY;
const DETAILS = [
    'ipv6_address' => 'string|null', 'plan' => PLAN_SUMMARY + ['bandwidth' => 'int'], 'backups_enabled' => 'bool',
    'resource_usage' => [
        'cpu_percent' => 'float', 'memory_used' => 'int', 'disk_used' => 'int', 'bandwidth_used' => 'int',
    ],
] + SUMMARY;
const ACTION = [
    'status' => 'string', 'message' => 'string', 'server' => ['id' => 'int', 'name' => 'string', 'status' => 'string'],
];

function check(bool $condition, string $surprise): void
{
    if (!$condition) {
        throw new RuntimeException($surprise);
    }
}

function check_shape(mixed $value, array|string $shape, string $where): void
{
    $text = json_encode($value);
    if (is_array($shape)) {
        check(is_array($value), "$where is no object: $text");
        foreach ($shape as $field => $inner) {
            check(array_key_exists($field, $value), "$where lacks $field");
            check_shape($value[$field], $inner, "$where.$field");
        }
    } elseif ($shape === 'time') {
        $utc = is_string($value) && preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/D', $value) === 1;
        check($utc, "$where is no UTC time: $text");
    } else {
        check(in_array(get_debug_type($value), explode('|', $shape), true), "$where has the wrong type: $text");
    }
}

function check_fields(array $answer, array $expected): void
{
    foreach ($expected as $field => $value) {
        [$is, $should] = [json_encode($answer[$field]), json_encode($value)];
        check($answer[$field] === $value, "$field is $is, expected $should");
    }
}

function call(
    string $method,
    string $path,
    int $expect = 200,
    array|object|null $body = null,
    string $token = TOKEN,
    string $base = SERVERS,
): ?array {
    $curl = curl_init($base . $path);
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => ["Authorization: Bearer $token", 'Content-Type: application/json'],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 30,
    ]);
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
    }
    $text = curl_exec($curl);
    check($text !== false, "$method $base$path: " . curl_error($curl));
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $answered = "$method $base$path answered $status";
    check($status === $expect, "$answered, expected $expect: $text");
    if ($expect === 204) {
        check($text === '', "$answered with a body: $text");
        return null;
    }
    $media_type = (string) curl_getinfo($curl, CURLINFO_CONTENT_TYPE);
    check(
        preg_match('~^application/(problem\+)?json\b~', $media_type) === 1,
        "$answered with the media type '$media_type'",
    );
    return json_decode($text, true, flags: JSON_THROW_ON_ERROR);
}

/** The ids of the servers that pass the filters. */
function list_servers(array $filters = [], string $base = SERVERS): array
{
    $answer = call('GET', $filters ? '?' . http_build_query($filters) : '', base: $base);
    check_shape($answer, ['count' => 'int', 'results' => 'array'], 'list');
    check_fields($answer, ['count' => count($answer['results'])]);
    foreach ($answer['results'] as $server) {
        check_shape($server, SUMMARY, 'list item');
        check_fields($server, $filters);
    }
    return array_column($answer['results'], 'id');
}

function server(string $method, string $path, array|object|null $body = null): array
{
    $server = call($method, $path, body: $body);
    check_shape($server, DETAILS, 'server');
    return $server;
}

function wait(string $path, string $meanwhile, string $until): array
{
    $deadline = hrtime(true) + 60_000_000_000;
    while (($server = server('GET', $path))['status'] !== $until) {
        check($server['status'] === $meanwhile, "status went from $meanwhile to {$server['status']}");
        check(hrtime(true) < $deadline, "still $meanwhile after 60 s");
        if ($meanwhile === 'provisioning') {
            check_fields($server, ['ip_address' => null, 'ipv6_address' => null]);
        }
        usleep(500_000);
    }
    echo "server {$server['id']} is $until\n";
    return $server;
}

function act(string $path, string $verb, array $server, string $status): void
{
    $answer = call('POST', "$path$verb/"); // no body at all
    check_shape($answer, ACTION, $verb);
    check_fields($answer, ['status' => 'success', 'message' => "Server is $status"]);
    check_fields($answer['server'], ['id' => $server['id'], 'name' => $server['name'], 'status' => $status]);
    echo "$verb: {$answer['message']}\n";
}

function tour(): void
{
    check(TOKEN !== '', 'BERTH_TOKEN is not set');
    $active = ['status' => 'active', 'location' => LOCATION];
    $counts = [count(list_servers()), count(list_servers($active))];
    vprintf("the account has %d servers, %d of them active in %s\n", [...$counts, LOCATION]);
    list_servers(base: rtrim(SERVERS, '/')); // the slash at the end may be left out

    $wanted = ['name' => 'tour-php', 'hostname' => 'tour-php.example.com', 'backups_enabled' => true];
    $created = call('POST', '', 201, $wanted + ['plan_id' => PLAN, 'os_id' => SYSTEM, 'location' => LOCATION]);
    $id = $created['id'];
    $path = "$id/";
    try {
        check_shape($created, CREATED, 'created server');
        check_fields($created, $wanted + [
            'status' => 'provisioning', 'ip_address' => null, 'location' => LOCATION,
            'message' => 'Server is being provisioned. This may take 2-5 minutes.',
        ]);
        check_fields($created['plan'], ['id' => PLAN]);
        check_fields($created['os'], ['id' => SYSTEM]);
        echo "created server $id: {$created['message']}\n";

        $server = wait($path, 'provisioning', 'active');
        check_fields($server, $wanted + ['id' => $id, 'location' => LOCATION, 'created_at' => $created['created_at']]);
        ['ip_address' => $ipv4, 'ipv6_address' => $ipv6] = $server;
        check($ipv4 !== null && filter_var($ipv4, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4), "ip_address is '$ipv4'");
        check($ipv6 !== null && inet_ntop(inet_pton($ipv6)) === $ipv6, "ipv6_address is '$ipv6'");
        echo "its addresses are $ipv4 and $ipv6\n";
        check(in_array($id, list_servers($active), true), 'not listed as active');
        check(!in_array($id, list_servers(['status' => 'stopped']), true), 'listed as stopped');

        $wanted = ['name' => 'tour-php-2', 'hostname' => 'tour-php-2.example.com', 'backups_enabled' => false];
        check_fields(server('PUT', $path, $wanted), $wanted);
        $server = server('PATCH', $path, ['backups_enabled' => true]);
        check_fields($server, ['backups_enabled' => true] + $wanted);
        $untouched = server('PATCH', $path, new stdClass()); // an empty array would be sent as [] and not as {}
        check_fields($untouched, array_diff_key($server, ['resource_usage' => null]));
        echo "renamed it to {$server['name']}, switched its backups off and on\n";

        act($path, 'stop', $server, 'stopping');
        $stopped = wait($path, 'stopping', 'stopped');
        check_fields($stopped, ['ip_address' => $ipv4, 'ipv6_address' => $ipv6]);
        check_fields($stopped['resource_usage'], ['cpu_percent' => 0.0, 'memory_used' => 0]);
        check(in_array($id, list_servers(['status' => 'stopped']), true), 'not listed as stopped');
        act($path, 'start', $server, 'starting');
        wait($path, 'starting', 'active');
        $refusal = call('POST', "{$path}start/", 400);
        check_fields($refusal, ['code' => 'server_already_running']);
        echo "start, once more: refused, {$refusal['code']}\n";
        act($path, 'reboot', $server, 'rebooting');
        wait($path, 'rebooting', 'active');
        call('DELETE', $path, 204);
    } catch (Exception $surprise) {
        try {
            call('DELETE', $path, 204); // leaves nothing behind
        } catch (Exception) {
        }
        throw $surprise;
    }
    call('GET', $path, 404);
    check(!in_array($id, list_servers(), true), 'listed although deleted');
    echo "deleted server $id\n";

    $refusal = call('POST', '', 400, ['name' => 'no spaces, please', 'plan_id' => '1', 'os_id' => SYSTEM]);
    check_shape($refusal, ['errors' => 'array'], 'refusal');
    $fields = array_column($refusal['errors'], 'field');
    sort($fields);
    check($fields === ['location', 'name', 'plan_id'], 'unexpected errors: ' . json_encode($refusal['errors']));
    $errors = array_map(fn (array $error) => "{$error['field']}: {$error['message']}", $refusal['errors']);
    echo 'invalid parameters: refused, ', implode('; ', $errors), "\n";

    call('GET', '', 401, token: 'wrong');
    echo "wrong token: refused\n";
}

// A field that is not there is an exception and no warning.
set_error_handler(fn (int $level, string $message) => throw new ErrorException($message, severity: $level));
try {
    tour();
} catch (Exception $e) {
    fwrite(STDERR, "tour.php: {$e->getMessage()}\n");
    exit(1);
}
