-- Bills of products the operator added: what the biller would tell about each number, as JSON.
CREATE TABLE added_bills (
  product_code TEXT NOT NULL,
  customer_number TEXT NOT NULL,
  bill TEXT NOT NULL,
  PRIMARY KEY (product_code, customer_number)
) STRICT;
