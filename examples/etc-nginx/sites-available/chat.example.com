# Team chat. Pages load, but messages only show up after a reload of the page.
server {
    listen 80;
    server_name chat.example.com;

    client_max_body_size 50m;

    location / {
        include snippets/proxy-headers.conf;
        proxy_pass http://chat;
    }
}
