server {
    listen 80;
    server_name board.example.com;

    location /ws/ {
        proxy_set_header Host $host;
        proxy_pass http://127.0.0.1:3000;
    }

    location /socket.io/ {
        proxy_read_timeout 5s;
        proxy_pass http://127.0.0.1:3001/;
    }
	location /rooms/ws {	# 😀 tabs, and a character that is two in UTF-16
		proxy_pass http://127.0.0.1:3003/😀/;
	}
    location /old {
        websocket_pass http://127.0.0.1:3002;   # no such directive
    }
}
