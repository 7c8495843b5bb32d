// Made by multiscale; mesh it again with: gmsh -3 -nt 1 -format msh41 tissue.geo
Mesh.RandomSeed = 1;
Mesh.MeshSizeMin = 15.5;
Mesh.MeshSizeMax = 15.5;
Mesh.Optimize = 1;
Point(1) = { 0, 0, 0 };
edge[] = Extrude { 150, 0, 0 } { Point{1}; };
face[] = Extrude { 0, 150, 0 } { Line{edge[1]}; };
body[] = Extrude { 0, 0, 150 } { Surface{face[1]}; };
Physical Volume("tissue", 1) = { body[1] };
Physical Surface("boundary", 2) = Boundary{ Volume{body[1]}; };
