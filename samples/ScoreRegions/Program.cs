// Which regions of a label map are doubtful, judged by a model's answers alone: no segmenter, no training, one call.
//
//   dotnet run -c Release --project samples/ScoreRegions -- out

using SeCo.Correction;
using SeCo.DrawnScenes;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;

string folder = args.Length > 0 ? args[0] : "out";
Directory.CreateDirectory(folder);

// A scene that the library draws stands for your image; its truth, with a mistake painted in, for labels that somebody drew. Of your own:
//   LabelMap labels = LabelPng.Read("labels/a.png");  LabelMap predictions = LabelPng.Read("predictions/a.png");
//   ConfidenceMap confidence = ConfidencePng.Read("confidence/a.png");  ClassSet classes = ClassSet.Resolve("cityscapes19");
ClassSet classes = DrawnClasses.Set;
DrawnScene scene = new DrawnSceneGenerator(new DrawnSceneOptions { Count = 1 }).Draw(0);
LabelMap labels = scene.Truth.Clone();
byte building = (byte)classes.Classes.First(c => c.Name == "building").Id;
Box mistake = new(20, 150, 80, 180);
for (int y = mistake.Y0; y < mistake.Y1; y++)
{
    labels.Row(y)[mistake.X0..mistake.X1].Fill(building);
}

labels.Row(0).Fill(LabelMap.Ignore); // pixels without a label belong to no region

IReadOnlyList<RankedRegion> ranked = RegionRanking.Rank(labels, scene.Prediction, scene.Confidence, classes, minArea: 50);

Console.WriteLine("quality  label       the model says  pixels  box");
foreach (RankedRegion doubt in ranked.Take(5))
{
    string given = classes.Classes[doubt.Region.CategoryId].Name, suggested = classes.Classes[doubt.Suggested].Name;
    Box box = doubt.Region.Bounds;
    Console.WriteLine($"{doubt.Quality,7:0.00}  {given,-10}  {suggested,-14}  {doubt.Region.Area,6}  ({box.X0}, {box.Y0}) to ({box.X1}, {box.Y1})");
}

// The most doubtful region in red over the image.
RgbImage picture = scene.Image;
BinaryMask worst = ranked[0].Region.Mask.ToMask();
for (int i = 0; i < worst.Pixels.Length; i++)
{
    if (worst.Pixels[i] != 0)
    {
        picture.Pixels[3 * i] = 255;
    }
}

RgbImageFile.Write(Path.Combine(folder, "worst.png"), picture);
Console.WriteLine($"Painted: {Path.Combine(folder, "worst.png")}");
