"""更正申请 (第四十一条): the second kind of case, a request to rectify a record about oneself."""
