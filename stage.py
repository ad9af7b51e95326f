#!/usr/bin/env python3
"""stage.py file idx,idx: stages these hunks (1-based, of git diff -U1) of a file"""
import subprocess,sys,re
f,idx=sys.argv[1],set(map(int,sys.argv[2].split(',')))
d=subprocess.run(['git','diff','-U1',f],capture_output=True,text=True,check=True).stdout
parts=re.split(r'(?m)^(?=@@)',d)
patch=parts[0]+''.join(h for i,h in enumerate(parts[1:],1) if i in idx)
subprocess.run(['git','apply','--cached','--recount','-C1','-'],input=patch,text=True,check=True)
