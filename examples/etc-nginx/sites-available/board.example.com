# Shared whiteboard. It worked until the location /ws/ got a header of its own.
server {
    listen 80;
    server_name board.example.com;

    include snippets/proxy-headers.conf;
    include snippets/websocket.conf;

    location / {
        proxy_pass http://board;
    }

    location /static/ {
        alias /srv/board/static/;
        expires 7d;
    }

    location /ws/ {
        # The board tells its regions apart by this header.
        proxy_set_header X-Board-Region eu-1;
        proxy_read_timeout 1h;
        proxy_pass http://board;
    }
}
