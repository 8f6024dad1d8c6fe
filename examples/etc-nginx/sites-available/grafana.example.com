# Dashboards with live panels; nothing to complain about.
server {
    listen 80;
    server_name grafana.example.com;

    location / {
        include snippets/proxy-headers.conf;
        proxy_pass http://grafana;
    }

    location /api/live/ {
        include snippets/proxy-headers.conf;
        include snippets/websocket.conf;
        proxy_read_timeout 1h;
        proxy_pass http://grafana;
    }
}
