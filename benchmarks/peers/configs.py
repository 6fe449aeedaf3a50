"""What each server is configured with: the same work for all, each in the way its manual recommends."""

import os

# Only root may say so, and only root needs to: workers of another user could not read the folder of the run.
USER = "user root;" if os.geteuid() == 0 else ""
MEMORY_OF_DISK_ROW_MB = 64


def disk_keys(size):
    """How many responses of so many bytes are eight times what memory holds in the row of the disk."""
    return 8 * MEMORY_OF_DISK_ROW_MB * 1_000_000 // size


def memory_mb(variant, options):
    """Megabytes of memory for responses: small where responses are meant to leave it."""
    if variant == "disk":
        return MEMORY_OF_DISK_ROW_MB
    if variant == "evicting":
        return max(64, options.keys * 2 // 10_000)
    return 1024


def disk_mb(variant, options):
    """Megabytes of disk; Skerry writes what it stores to disk as well, as nginx does."""
    return {"evicting": 10 * memory_mb(variant, options), "disk": 2000}.get(variant, 500)


def origin(folder, port):
    return f"""
daemon off; {USER} worker_processes 1; pid {folder}/origin.pid;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; keepalive_timeout 600s; default_type application/octet-stream;
  client_body_temp_path {folder}/origin-tmp; open_file_cache max=100;
  server {{
    listen 127.0.0.1:{port} backlog=4096; root {folder}/content; etag on;
    location ~ ^/(f|miss|disk|zipf)/([a-z0-9]+) {{ add_header Cache-Control "public, max-age=86400"; try_files /$2 =404; }}
    location ~ ^/pass/([a-z0-9]+) {{ add_header Cache-Control "no-store"; try_files /$1 =404; }}
  }}
}}
"""


def nginx(folder, name, variant, port, tls, upstream, options):
    log = f"{folder}/{name}-access.log" if variant == "logged" else "off"
    return f"""
daemon off; {USER} worker_processes 1; pid {folder}/{name}.pid;
events {{ worker_connections 8192; }}
http {{
  access_log {log}; sendfile on; tcp_nopush on; tcp_nodelay on;
  keepalive_requests 1000000000; keepalive_timeout 600s;
  proxy_temp_path {folder}/{name}-{variant}-tmp; client_body_temp_path {folder}/{name}-{variant}-body;
  proxy_cache_path {folder}/{name}-{variant}-cache levels=1:2 keys_zone=c:{max(64, options.keys // 5000)}m max_size={disk_mb(variant, options)}m inactive=1h use_temp_path=off;
  upstream origin {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    listen 127.0.0.1:{tls} ssl http2 backlog=4096;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem; ssl_protocols TLSv1.3;
    http2_max_concurrent_streams 128; http2_chunk_size 16k;
    proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
    location / {{ proxy_pass http://origin; proxy_cache c; proxy_cache_key $scheme$host$request_uri; add_header X-Cache $upstream_cache_status; proxy_cache_lock on; }}
    location /pass/ {{ proxy_pass http://origin; }}
  }}
}}
"""


def varnish(upstream):
    return f"""
vcl 4.1;
backend origin {{ .host = "127.0.0.1"; .port = "{upstream}"; .max_connections = 256; }}
sub vcl_recv {{ if (req.url ~ "^/pass/") {{ return (pass); }} }}
"""


def skerry(folder, cache, variant, port, tls, admin, upstream, options):
    return f"""
version: 1
server:
  http: {{ address: 127.0.0.1, port: {port} }}
  https: {{ address: 127.0.0.1, port: {tls}, certificates: [ {{ cert: {{ file: {folder}/cert.pem }}, key: {{ file: {folder}/key.pem }} }} ] }}
  admin: {{ address: 127.0.0.1:{admin} }}
  accessLog: {"stdout" if variant == "logged" else "off"}
storage:
  memory: {memory_mb(variant, options)}MB
  disk: {{ path: {folder}/cache-{cache}, size: {disk_mb(variant, options)}MB }}
origins:
  site: {{ targets: [ {{ url: "http://127.0.0.1:{upstream}" }} ] }}
sites:
  - name: site
    hosts: ["*"]
    routes:
      - {{ name: pass, match: {{ path: /pass/** }}, origin: site, cache: off }}
      - {{ name: everything, origin: site, cache: standard }}
"""
