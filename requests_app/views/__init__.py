"""Pages of the applicant: applying, following, the public register."""
