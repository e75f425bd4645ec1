import sys

from tougao.cli.main import main

sys.exit(main())
