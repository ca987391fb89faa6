"""咨询: a whole kind of case on the shared floor, installed by the settings of the tests alone."""
