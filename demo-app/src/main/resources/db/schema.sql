-- A catalogue that arithmetic determines, so that whoever asks the service for a page can know the right answer without it.
create table if not exists product (
  id int primary key,
  title varchar(80) not null,
  category int not null,
  seed bigint not null
);
create index if not exists product_by_category on product (category, id);
create table if not exists price (product int primary key, cents bigint not null);
create table if not exists tier (from_pieces int primary key, percent int not null);

merge into tier values (1, 100), (5, 97), (10, 95), (25, 92), (50, 89), (100, 85), (250, 80), (1000, 72);
