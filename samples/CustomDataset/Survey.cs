using SeCo.DrawnScenes;
using SeCo.Imaging.Codecs;

namespace CustomDataset;

/// <summary>Makes the files that stand for somebody's survey.</summary>
internal static class Survey
{
    /// <summary>Draws scenes and writes them under the survey's names.</summary>
    public static void Draw(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (DrawnScene scene in new DrawnSceneGenerator(new DrawnSceneOptions { Count = count, Width = 160, Height = 96 }).DrawAll())
        {
            string name = Path.Combine(folder, $"{++number:0000}");
            RgbImageFile.Write(name + "_rgb.png", scene.Image);
            LabelPng.Write(name + "_answer.png", scene.Prediction);
            ConfidencePng.Write(name + "_sure.png", scene.Confidence);
            LabelPng.Write(name + "_truth.png", scene.Truth);
        }
    }
}
